import type { ReplicaSetFact } from '../core/model/facts.ts';
import { metaOf } from './meta.ts';
import type { Reader } from './read.ts';

const INTEGER = /^\d{1,15}$/;

/** Metadata is enough: a PartialObjectMetadata gives the same fact. */
export function replicaSetFact(object: Reader): ReplicaSetFact {
  const metadata = object.at('metadata');
  const annotations = metadata.at('annotations');
  return {
    kind: 'ReplicaSet',
    ...metaOf(object),
    hash: metadata.at('labels').str('pod-template-hash', 63),
    revision: written(annotations, 'deployment.kubernetes.io/revision') ?? 0,
    desired: written(annotations, 'deployment.kubernetes.io/desired-replicas'),
  };
}

function written(annotations: Reader, key: string): number | undefined {
  const text = annotations.str(key, 63);
  return INTEGER.test(text) ? Number(text) : undefined;
}
