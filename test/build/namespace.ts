import { type Builder, buildMetadata, type Json, type Metadata, newMetadata } from './object.ts';

export function namespace(name: string): Namespace {
  return new Namespace(newMetadata('Namespace', name));
}

export class Namespace implements Builder {
  readonly #metadata: Metadata;

  constructor(metadata: Metadata) {
    this.#metadata = metadata;
  }

  label(name: string, value: string): Namespace {
    return new Namespace({ ...this.#metadata, labels: { ...this.#metadata.labels, [name]: value } });
  }

  accept(value: string): Namespace {
    return new Namespace({ ...this.#metadata, annotations: { 'confessor.dev/accept': value } });
  }

  build(): Json {
    return { apiVersion: 'v1', kind: 'Namespace', metadata: buildMetadata(this.#metadata) };
  }
}
