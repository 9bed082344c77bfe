import type { Report } from './report.ts';

/** What a kubelet is to be. */
export interface KubeletWish {
  /** Default `kubelet`, of the cluster's version. */
  readonly binary?: 'kubelet' | 'kubelet-1.35';
  readonly featureGates?: Readonly<Record<string, boolean>>;
}

/** What a cluster is to be. Everything may be left out. */
export interface ClusterOptions {
  /** Clusters of different names live side by side. Default `default`. */
  readonly name?: string;
  /** How many nodes run pods; 0 is a control plane alone, which needs no root. Default 1. */
  readonly nodes?: number;
  /** Whether controller-manager and scheduler run. Without them the ServiceAccount admission is off. Default true. */
  readonly controllers?: boolean;
  /** Writes an audit log: writes of findings and leases whole, of everything else the metadata. Default false. */
  readonly audit?: boolean;
  /** Feature gates of API server, controller-manager and scheduler. */
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /** Feature gates of the kubelets. */
  readonly kubeletFeatureGates?: Readonly<Record<string, boolean>>;
  /** What single nodes' kubelets have beside that, by the node's name (node-1 …). */
  readonly kubelets?: Readonly<Record<string, KubeletWish>>;
  readonly apiServerArgs?: readonly string[];
  readonly controllerManagerArgs?: readonly string[];
  readonly etcdArgs?: readonly string[];
  /** Runs when etcd is ready and no API server has started: the place to write objects straight into etcd. */
  readonly beforeApiServer?: (etcdUrl: string) => Promise<void>;
  /**
   * owner: once this process has ended, however it ended, the cluster is cleared away within seconds.
   * detached: it stays until stopCluster. Default owner.
   */
  readonly lifetime?: 'owner' | 'detached';
  /** Takes the lines of progress. Default: standard error. */
  readonly report?: Report;
  /** Ends the start; what was started is taken away again. */
  readonly signal?: AbortSignal;
}

/** The part of the options that tells one cluster from another, as one line of text. */
export function wishOf(options: ClusterOptions): string {
  const {
    nodes = 1,
    controllers = true,
    audit = false,
    featureGates = {},
    kubeletFeatureGates = {},
  } = options;
  return JSON.stringify({ nodes, controllers, audit, featureGates, kubeletFeatureGates });
}
