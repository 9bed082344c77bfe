/** The coordinates of the custom resource. */
export const GROUP = 'confessor.dev';
export const VERSION = 'v1alpha1';
export const API_VERSION = `${GROUP}/${VERSION}`;
export const KIND = 'InitContainerFinding';
export const PLURAL = 'initcontainerfindings';
export const SINGULAR = 'initcontainerfinding';
export const SHORT_NAMES = ['initfindings', 'initfinding', 'icf'] as const;
export const CRD_NAME = `${PLURAL}.${GROUP}`;
