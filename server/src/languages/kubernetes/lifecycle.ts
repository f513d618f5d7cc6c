import { asMap, asScalar, at, itemsOf, type MapNode, type Node } from '../yaml/index.ts';
import { type Field, numberField, textAsField } from './fields.ts';
import type { Container, PodSpec } from './model.ts';

/** How a container goes: what runs before it is told to, and how long its pod waits. */
export interface Termination {
  /** Seconds; 30 where it is not written. */
  readonly graceSeconds: number | undefined;
  readonly graceField: Field<number> | undefined;
}

export function terminationOf({ node }: PodSpec): Termination {
  const graceField = numberField(node, 'terminationGracePeriodSeconds');
  return { graceField, graceSeconds: graceField ? graceField.value : node.open ? undefined : 30 };
}

export interface PreStop {
  readonly node: MapNode;
  /** Seconds that it certainly takes: `sleep.seconds`, or the `sleep 20` of a shell; undefined where that is not known. */
  readonly sleepSeconds: number | undefined;
  /** Where that number stands: the scalar, or the command that holds it. */
  readonly sleepField: Field<number> | Field<string> | undefined;
}

export function preStopOf(container: Container): PreStop | undefined {
  const node = asMap(at(container.node, 'lifecycle', 'preStop'));
  if (!node) return undefined;
  const seconds = numberField(asMap(node.get('sleep')), 'seconds');
  if (seconds) return { node, sleepSeconds: seconds.value, sleepField: seconds };
  const command = itemsOf(at(node, 'exec', 'command')).flatMap(item => asScalar(item) ?? []);
  const words = command.map(word => (word.unknown ? '\0' : word.text)).join(' ');
  const slept = /(?:^|[\s;&(/])sleep\s+(\d+(?:\.\d+)?)(s|m|h)?(?=$|[\s;&)])/.exec(words);
  const word = slept && command.find(one => one.text.includes(slept[1]!) && !one.unknown);
  if (!slept || !word) return { node, sleepSeconds: undefined, sleepField: undefined };
  const unit = slept[2] === 'h' ? 3600 : slept[2] === 'm' ? 60 : 1;
  return { node, sleepSeconds: Number(slept[1]) * unit, sleepField: textAsField(word) };
}

/** Words of a container's command and arguments, those that templates fill left out; in order. */
export function commandWordsOf({ node }: Container): readonly Field<string>[] {
  return ['command', 'args'].flatMap(key => wordsIn(node.get(key)));
}

function wordsIn(list: Node | undefined): readonly Field<string>[] {
  return itemsOf(list).flatMap(item => {
    const node = asScalar(item);
    return node && !node.unknown ? textAsField(node) : [];
  });
}
