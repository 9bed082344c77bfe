import type { Facet } from './facets.ts';

/** What a step is seen to do, in words: each completes "a step that …". */
export const FACET_WORDS: Readonly<Record<Facet, string>> = {
  'http.probe': 'calls an address and throws the answer away',
  'http.read': 'reads the answer of an HTTP request',
  'http.save': 'saves the answer of an HTTP request to a file',
  'http.write': 'sends a changing HTTP request (a body, an upload, or POST, PUT, PATCH, DELETE)',
  'http.run': 'hands the answer of an HTTP request to a shell or an interpreter',
  'sql.probe': 'connects to a database and says nothing',
  'sql.read': 'asks a database with statements that only read',
  'sql.schema': 'gives a database statements that change its schema',
  'sql.data': 'gives a database statements that change data, users or databases',
  'sql.file': 'gives a database a file of statements',
  'sql.migration-file': 'gives a database a file of statements whose name speaks of a schema or a migration',
  'copy.config': 'copies configuration to a place that outlives the container',
  'copy.image': 'copies files of the image to a place that outlives the container',
  'copy.node': 'copies files to a folder of the node that others run or load from',
  'copy.within': 'copies files that nobody sees after the container, or within one volume',
  render: 'writes or edits a file at a place that outlives the container',
  'render.within': 'writes or edits a file that nobody sees after the container',
  'render.kernel': 'writes to a file of the kernel (/proc, /sys)',
  'transfer.down': 'copies from a remote place to a local one',
  'transfer.up': 'copies from a local place to a remote one',
  'transfer.erase': 'takes away what is at a remote place',
  erase:
    'empties a folder of a volume that outlives the pod (PersistentVolumeClaim), other than of leftovers',
  'dev-tcp': 'opens /dev/tcp or /dev/udp',
  assert: 'tests something, and fails the container where it does not hold',
  sleep: 'sleeps',
  retry: 'is tried again until it succeeds',
  'code.wait': 'is inline code that connects to something and changes nothing',
  'code.migrate': 'is inline code that calls a migration',
};
