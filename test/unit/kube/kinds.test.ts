import { expect } from 'chai';
import { FACT_KINDS } from '../../../src/core/model/facts.ts';
import { acceptOf, collectionPath, objectPath, RESOURCES } from '../../../src/kube/reflect/kinds.ts';

describe('the kinds on the wire', () => {
  it('are those that the engine listens to, and our own', () => {
    expect(Object.keys(RESOURCES).toSorted()).to.deep.equal(
      [...FACT_KINDS, 'InitContainerFinding'].toSorted(),
    );
  });

  it('have their places', () => {
    expect(collectionPath(RESOURCES.Pod)).to.equal('/api/v1/pods');
    expect(collectionPath(RESOURCES.CronJob, 'shop')).to.equal('/apis/batch/v1/namespaces/shop/cronjobs');
    expect(collectionPath(RESOURCES.Node, 'shop')).to.equal('/api/v1/nodes');
    expect(objectPath(RESOURCES.InitContainerFinding, 'shop', 'web-1', 'status')).to.equal(
      '/apis/confessor.dev/v1alpha1/namespaces/shop/initcontainerfindings/web-1/status',
    );
  });

  it('are asked for whole, or as metadata where that is enough', () => {
    expect(acceptOf(RESOURCES.Pod, 'watch')).to.equal('application/json');
    expect(acceptOf(RESOURCES.ReplicaSet, 'list')).to.equal(
      'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
    );
    expect(acceptOf(RESOURCES.Namespace, 'watch')).to.equal(
      'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
    );
  });
});
