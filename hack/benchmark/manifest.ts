import { signatureRows } from '../../src/core/classify/classifier.ts';
import { exampleSpec } from '../../src/core/classify/example.ts';

const EXAMPLES = signatureRows.flatMap((row) => row.examples).map(exampleSpec);
const VARIABLES = Array.from({ length: 24 }, (_, index) => index);

/** As Helm prints it. */
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {app}
  namespace: team-{team}
  labels:
{labels}  annotations:
    checksum/config: {checksum}
spec:
  replicas: {replicas}
  strategy:
    rollingUpdate:
      maxSurge: 25%
      maxUnavailable: 0
  selector:
    matchLabels:
      app.kubernetes.io/name: {app}
  template:
    metadata:
      labels:
{podLabels}    spec:
      serviceAccountName: {app}
      securityContext:
        runAsNonRoot: true
        fsGroup: 1000
      initContainers:
      - name: {name}
        image: {image}
{words}        volumeMounts:
        - name: data
          mountPath: /data
      containers:
      - name: app
        image: registry.example.com/team/{app}:1.{index}
        imagePullPolicy: IfNotPresent
        ports:
        - name: http
          containerPort: 8080
          protocol: TCP
        env:
{environment}        - name: DB_PASSWORD
          valueFrom:
            secretKeyRef:
              name: {app}-db
              key: password
        livenessProbe:
          httpGet:
            path: /healthz
            port: http
          initialDelaySeconds: 10
          periodSeconds: 10
        readinessProbe:
          httpGet:
            path: /readyz
            port: http
          periodSeconds: 5
        resources:
          limits:
            cpu: 500m
            memory: 512Mi
          requests:
            cpu: 100m
            memory: 128Mi
        volumeMounts:
        - name: data
          mountPath: /data
        - name: config
          mountPath: /etc/app
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
          - weight: 100
            podAffinityTerm:
              topologyKey: kubernetes.io/hostname
              labelSelector:
                matchLabels:
                  app.kubernetes.io/name: {app}
      volumes:
      - name: data
        emptyDir: {}
      - name: config
        configMap:
          name: {app}
`;

/** A Deployment of about 3.5 kB with an init container of the catalogue's examples. */
export function manifest(index: number): string {
  const { name, image, command, args } = EXAMPLES[index % EXAMPLES.length] ?? exampleSpec('true');
  const app = `app-${index}`;
  const fields: Readonly<Record<string, string | number>> = {
    app,
    name,
    index,
    image: `${image}-${index}`,
    team: index % 50,
    replicas: (index % 4) + 1,
    checksum: String(index).padStart(64, '0a1b2c3d'),
    labels: labels(app, '    '),
    podLabels: labels(app, '        '),
    words: list('command', command) + list('args', args),
    environment: VARIABLES.map((n) => `        - name: VAR_${n}\n          value: value-${n}\n`).join(''),
  };
  return DEPLOYMENT.replace(/\{(\w+)\}/g, (whole, field: string) => String(fields[field] ?? whole));
}

function labels(app: string, indent: string): string {
  const all = [`name: ${app}`, 'instance: production', 'version: "1.2"', 'managed-by: Helm'];
  return all.map((label) => `${indent}app.kubernetes.io/${label}\n`).join('');
}

function list(name: string, words: readonly string[]): string {
  if (words.length === 0) return '';
  return `        ${name}:\n${words.map((word) => `        - ${JSON.stringify(word)}\n`).join('')}`;
}
