import { z } from 'zod';

const targetsSchema = z.tuple([z.object({ webSocketDebuggerUrl: z.string() })]);
const answerSchema = z.object({ result: z.looseObject({ usedSize: z.number().optional() }) });

/** What a process with an inspector keeps: bytes of its heap that a full collection leaves. */
export async function keptBytes(inspectPort: number): Promise<number> {
  const [target] = targetsSchema.parse(await (await fetch(`http://127.0.0.1:${inspectPort}/json`)).json());
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  try {
    await ask(socket, 'HeapProfiler.collectGarbage');
    const { usedSize } = await ask(socket, 'Runtime.getHeapUsage');
    if (usedSize === undefined) throw new Error('the inspector does not say how much is in use');
    return usedSize;
  } finally {
    socket.close();
  }
}

async function ask(socket: WebSocket, method: string): Promise<z.infer<typeof answerSchema>['result']> {
  const answer = new Promise<string>((resolve) => {
    socket.addEventListener('message', ({ data }) => resolve(String(data)), { once: true });
  });
  socket.send(JSON.stringify({ id: 1, method }));
  return answerSchema.parse(JSON.parse(await answer)).result;
}
