import type { ReplicaSetFact } from '../core/model/facts.ts';
import { metaOf } from './meta.ts';
import type { Reader } from './read.ts';
import { templateHashOf } from './templateHash.ts';

/** Who makes ReplicaSets says in annotations of this prefix what they are for: a Deployment, or a Rollout of Argo. */
const MAKERS = ['deployment.kubernetes.io', 'rollout.argoproj.io'] as const;
const INTEGER = /^\d{1,15}$/;

/** Metadata is enough: a PartialObjectMetadata gives the same fact. */
export function replicaSetFact(object: Reader): ReplicaSetFact {
  const metadata = object.at('metadata');
  const annotations = metadata.at('annotations');
  return {
    kind: 'ReplicaSet',
    ...metaOf(object),
    hash: templateHashOf(metadata.at('labels')),
    revision: written(annotations, 'revision') ?? 0,
    desired: written(annotations, 'desired-replicas'),
  };
}

function written(annotations: Reader, key: string): number | undefined {
  const texts = MAKERS.map((maker) => annotations.str(`${maker}/${key}`, 63));
  const text = texts.find((one) => INTEGER.test(one));
  return text === undefined ? undefined : Number(text);
}
