import { ownControlPlane } from '../operator/controlPlane.ts';

/** The ring's own control plane. */
export const cluster = ownControlPlane();
