import { customResourceDefinition } from '../../src/api/crd.ts';
import { PLURAL } from '../../src/api/group.ts';
import { type Generated, yamlFile } from './generated.ts';

/** As the operator names it where the kind is missing. */
const FILE = `${PLURAL}.yaml`;

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
