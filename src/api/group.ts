/** The coordinates of the custom resource. */
export const GROUP = 'confessor.dev';
/** The only version that is served and stored. */
export const VERSION = 'v1alpha1';
export const API_VERSION = `${GROUP}/${VERSION}`;
export const KIND = 'InitContainerFinding';
/** What the custom resource is called in URLs and roles. */
export const PLURAL = 'initcontainerfindings';
/** What kubectl takes for a single one. */
export const SINGULAR = 'initcontainerfinding';
/** What kubectl takes as well. */
export const SHORT_NAMES = ['initfindings', 'initfinding', 'icf'] as const;
/** Name of the CustomResourceDefinition. */
export const CRD_NAME = `${PLURAL}.${GROUP}`;
