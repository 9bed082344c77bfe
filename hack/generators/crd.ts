import { customResourceDefinition } from '../../src/api/crd.ts';
import { type Generated, yamlFile } from './generated.ts';

const FILE = 'initcontainerfindings.yaml';

export function crdFiles(): readonly Generated[] {
  return [
    yamlFile(`crds/${FILE}`, customResourceDefinition()),
    yamlFile('crds/kustomization.yaml', {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: [FILE],
    }),
  ];
}
