import type { Located, Span } from '#text';
import { asMap, type MapNode } from '../yaml/index.ts';
import { type Field, intOrTextField, mapsIn, numberField, textField } from './fields.ts';
import { plainSelector } from './labels.ts';
import type { KubernetesObject, Selector } from './model.ts';

export interface Service {
  readonly object: KubernetesObject;
  /** The mapping `spec`. */
  readonly spec: MapNode;
  readonly type: Field<string> | undefined;
  /** `clusterIP: None`: clients talk to each pod by itself. */
  readonly headless: boolean;
  /** Undefined where it has none: its endpoints are somebody else's, then. */
  readonly selector: Selector | undefined;
  readonly selectorNode: MapNode | undefined;
  readonly ports: readonly ServicePort[];
  /** False where a template may add ports. */
  readonly portsKnown: boolean;
  readonly sessionAffinity: Field<string> | undefined;
}

export interface ServicePort extends Located {
  readonly node: MapNode;
  readonly name: Field<string> | undefined;
  readonly port: Field<number> | undefined;
  /** As written; where it is not, the pods' port is `port`. */
  readonly targetPort: Field<number | string> | undefined;
  /** The name or number of the pods' port; undefined where a template decides. */
  readonly target: number | string | undefined;
  readonly protocol: string;
  readonly appProtocol: Field<string> | undefined;
}

export function serviceOf(object: KubernetesObject): Service | undefined {
  const spec = asMap(object.node.get('spec'));
  if (object.group !== '' || object.kind !== 'Service' || !spec) return undefined;
  const selector = spec.get('selector');
  const ports = spec.get('ports');
  return {
    object,
    spec,
    type: textField(spec, 'type'),
    headless: textField(spec, 'clusterIP')?.value === 'None',
    selector: selector && plainSelector(selector),
    selectorNode: asMap(selector),
    ports: mapsIn(ports).map(portOf),
    portsKnown: !spec.open && (ports === undefined || (ports.type === 'seq' && !ports.open)),
    sessionAffinity: textField(spec, 'sessionAffinity'),
  };
}

function portOf(node: MapNode): ServicePort {
  const port = numberField(node, 'port');
  const targetPort = intOrTextField(node, 'targetPort');
  // Digits in quotes are a name for the API server, and no name that it would take: it reads them as the number.
  const digits = typeof targetPort?.value === 'string' && /^\d+$/.test(targetPort.value);
  return {
    node,
    name: textField(node, 'name'),
    port,
    targetPort,
    target: targetPort ? (digits ? Number(targetPort.value) : targetPort.value) : port?.value,
    protocol: textField(node, 'protocol')?.value ?? 'TCP',
    appProtocol: textField(node, 'appProtocol'),
    get span(): Span {
      return node.span;
    },
  };
}
