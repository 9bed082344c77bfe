import { z } from 'zod';
import type { Millis } from '../../core/model/refs.ts';
import { KubeSourceError } from './source.ts';

/** Why a request failed. `status` is any answer that is neither success nor one of the others. */
export type FailureKind =
  | 'unreachable'
  | 'tls'
  | 'timeout'
  | 'credentials'
  | 'unauthorized'
  | 'forbidden'
  | 'expired'
  | 'throttled'
  | 'status'
  | 'broken'
  | 'aborted';

const CURES: Partial<Record<FailureKind, string>> = {
  unreachable: 'check that the server is up and that its address is the one in the kubeconfig',
  tls: 'check certificate-authority and tls-server-name in the kubeconfig',
  timeout: 'check the network between here and the server',
  credentials: "check the kubeconfig's user: its token file, certificate or login command",
  unauthorized: 'the token or certificate is not accepted; log in again or renew it',
  forbidden: 'grant it in the role that config/rbac ships',
};

interface FailureDetail {
  readonly status?: number;
  readonly reason?: string;
  readonly detailKind?: string;
  readonly causes?: readonly string[];
  readonly retryAfter?: Millis;
  readonly cause?: unknown;
  /** Better than the one of its kind. */
  readonly cure?: string;
}

/** A request that did not succeed; the message names the place, what happened and the cure. */
export class KubeFailure extends Error {
  readonly kind: FailureKind;
  /** The message without the cure, and the cure alone; '' where there is none to name. */
  readonly what: string;
  readonly cure: string;
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** `reason` of the Status object, e.g. `Expired`; '' where there was none. */
  readonly reason: string;
  /** `details.kind` of the Status object, e.g. `namespaces`. */
  readonly detailKind: string;
  /** Reasons in `details.causes`, e.g. `ResourceVersionTooLarge`. */
  readonly causes: readonly string[];
  readonly retryAfter: Millis | undefined;

  constructor(kind: FailureKind, what: string, detail: FailureDetail = {}) {
    const cure = detail.cure ?? CURES[kind] ?? '';
    super(cure === '' ? what : `${what}; ${cure}`, { cause: detail.cause });
    this.kind = kind;
    this.what = what;
    this.cure = cure;
    this.status = detail.status ?? 0;
    this.reason = detail.reason ?? '';
    this.detailKind = detail.detailKind ?? '';
    this.causes = detail.causes ?? [];
    this.retryAfter = detail.retryAfter;
  }
}

/** A `Status` object, as an answer's body or as the object of an ERROR event in a watch. */
const statusSchema = z.object({
  message: z.string().catch(''),
  reason: z.string().catch(''),
  code: z.number().catch(0),
  details: z
    .object({
      kind: z.string().catch(''),
      retryAfterSeconds: z.number().optional().catch(undefined),
      causes: z.array(z.object({ reason: z.string().catch('') })).catch([]),
    })
    .catch({ kind: '', retryAfterSeconds: undefined, causes: [] }),
});
export type Status = z.infer<typeof statusSchema>;

export function parseStatus(value: unknown): Status | undefined {
  const parsed = statusSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** A failure told by the server, in an answer (then with its HTTP status) or in a watch's ERROR event. */
export function failureOfStatus(
  place: string,
  httpStatus: number,
  body: Status | undefined,
  retryAfterHeader?: string,
): KubeFailure {
  const status = httpStatus === 0 ? (body?.code ?? 0) : httpStatus;
  const said = body?.message === undefined || body.message === '' ? `HTTP ${status}` : body.message;
  const kind = kindOf(status, body?.reason ?? '');
  const retryAfter = seconds(retryAfterHeader) ?? millis(body?.details.retryAfterSeconds);
  return new KubeFailure(kind, `${place}: ${clean(said)}`, {
    status,
    reason: body?.reason ?? '',
    detailKind: body?.details.kind ?? '',
    causes: body?.details.causes.map(({ reason }) => reason) ?? [],
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

function kindOf(status: number, reason: string): FailureKind {
  if (status === 410 || reason === 'Expired' || reason === 'Gone') return 'expired';
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 429 || status === 503) return 'throttled';
  return 'status';
}

/** A failure without an answer: the connection, TLS, the credentials, or our own end. */
export function failureOfError(place: string, error: unknown): KubeFailure {
  if (error instanceof KubeFailure) return error;
  const kind = kindOfCode(codeOf(error), error);
  const said = error instanceof Error ? error.message : String(error);
  return new KubeFailure(kind, `${place}: ${clean(said === '' ? codeOf(error) : said)}`, {
    cause: error,
  });
}

/** The credentials could not be read: no request was made. */
export function failureOfCredentials(place: string, error: unknown): KubeFailure {
  if (error instanceof KubeSourceError) return failureOfSource(error);
  const said = error instanceof Error ? error.message : String(error);
  return new KubeFailure('credentials', `${place}: ${clean(said)}`, { cause: error });
}

/** Nothing was asked, and the error names its own cure. */
function failureOfSource(error: KubeSourceError): KubeFailure {
  return new KubeFailure('credentials', clean(error.what), { cause: error, cure: error.cure });
}

const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const TIMEOUT = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);
const TLS = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$|HOSTNAME_MISMATCH$)/;

function kindOfCode(code: string, error: unknown): FailureKind {
  if (isAbort(code, error)) return 'aborted';
  if (UNREACHABLE.has(code)) return 'unreachable';
  if (TIMEOUT.has(code)) return 'timeout';
  return TLS.test(code) ? 'tls' : 'broken';
}

function isAbort(code: string, error: unknown): boolean {
  if (code === 'UND_ERR_ABORTED' || code === 'ABORT_ERR') return true;
  return error instanceof Error && error.name === 'AbortError';
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? codeOf(error.cause) : '';
}

/** Whatever a server or a proxy asks for, nothing stands still for longer. */
const RETRY_AFTER_MAX: Millis = 300_000;

function seconds(header: string | undefined): Millis | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header) ? millis(Number(header)) : undefined;
}

function millis(value: number | undefined): Millis | undefined {
  return value === undefined || value <= 0 ? undefined : Math.min(RETRY_AFTER_MAX, value * 1000);
}

/** What a server says may end in a terminal. */
function clean(text: string): string {
  return text.slice(0, 1024).replace(/\p{Cc}+/gu, ' ');
}
