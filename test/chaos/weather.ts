import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import type { Wire } from './wire.ts';

/** Faults of a wire that lose nothing: a watch goes on from where it was. */
export const WEATHERS = [
  'dropped',
  'refused',
  'delayed',
  'cut in mid-frame',
  'half-open',
  'nothing arrives',
  'nothing comes back',
] as const;
export type WeatherKind = (typeof WEATHERS)[number];

/** One fault from its beginning to its end. It lasts for as many seconds at most. */
export async function blow(kind: WeatherKind, wire: Wire, chance: Chance, most: number): Promise<void> {
  const last = () => sleep(chance.between(most / 4, most) * 1000);
  switch (kind) {
    case 'dropped':
      wire.drop();
      return;
    case 'refused':
      wire.become({ closed: true });
      wire.drop();
      break;
    case 'delayed':
      wire.become({ delayMs: chance.between(50, 1500) });
      break;
    case 'cut in mid-frame':
      wire.cutInFrame();
      break;
    case 'half-open':
      wire.become({ mute: true });
      wire.drop();
      break;
    case 'nothing arrives':
      wire.become({ swallowUp: true });
      break;
    case 'nothing comes back':
      wire.become({ swallowDown: true });
      break;
  }
  await last();
  wire.become({});
  // What was swallowed is missing on these connections: they are of no use any more.
  if (kind !== 'delayed' && kind !== 'cut in mid-frame') wire.drop();
}
