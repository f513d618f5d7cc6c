import type { Span } from '#text';
import { asMap, asScalar, asSeq, itemsOf, type MapNode, type Node, type ScalarNode, textAt } from '../yaml/index.ts';
import type { Home, Operation, Parameter, Schema } from './model.ts';
import { schemaView } from './schema.ts';
import type { Scope } from './world.ts';

export interface MergedParameters {
  readonly parameters: readonly Parameter[];
  /** `body` and `formData` of 2.0. */
  readonly bodies: readonly Parameter[];
  readonly areKnown: boolean;
}

/** A list of parameters with the views of those that are written in it. */
export interface ParameterList {
  readonly node: Node | undefined;
  readonly scope: Scope;
  readonly own: readonly Parameter[];
}

/** Views of the parameters that are written in a list; references are left out: they are reported where they stand. */
export function ownParameters(
  list: Node | undefined,
  scope: Scope,
  operation: Operation | undefined,
): readonly Parameter[] {
  return itemsOf(list).flatMap(item => {
    const node = asMap(item);
    return (node && !node.entry('$ref') && parameterView(node, scope, operation)) || [];
  });
}

/** A shared parameter; undefined where it has no name or place that could be read. */
export function sharedParameter(node: MapNode, scope: Scope): Parameter | undefined {
  return scope.view(node, parameterView);
}

/** The parameters of an operation: later lists win over earlier ones by name and place. */
export function mergedParameters(lists: readonly ParameterList[]): MergedParameters {
  const merged = new Map<string, Parameter>();
  let areKnown = true;
  for (const { node: list, scope, own } of lists) {
    if (asSeq(list)?.open) areKnown = false;
    for (const item of itemsOf(list)) {
      const view = own.find(one => one.node === item) ?? followed(item, scope);
      if (view) merged.set(`${view.in} ${view.name.text}`, view);
      else areKnown = false;
    }
  }
  const all = [...merged.values()];
  const isBody = (one: Parameter): boolean => one.in === 'body' || one.in === 'formData';
  return { parameters: all.filter(one => !isBody(one)), bodies: all.filter(isBody), areKnown };
}

function followed(item: Node, scope: Scope): Parameter | undefined {
  const target = scope.resolve(item);
  const node = asMap(target?.node);
  return node && sharedParameter(node, target!.scope);
}

function parameterView(node: MapNode, scope: Scope, operation?: Operation): Parameter | undefined {
  const name = asScalar(node.get('name'));
  const place = textAt(node, 'in');
  return name && !name.unknown && place ? new ParameterView(node, scope, name, place, operation) : undefined;
}

class ParameterView implements Parameter {
  readonly home: Home;
  readonly in: string;

  constructor(
    readonly node: MapNode,
    private readonly scope: Scope,
    readonly name: ScalarNode,
    place: string,
    readonly operation: Operation | undefined,
  ) {
    this.home = scope.home;
    this.in = place;
  }

  get span(): Span {
    return this.node.span;
  }
  get required(): boolean {
    return textAt(this.node, 'required') === 'true';
  }
  get ownsSchema(): boolean {
    return this.isBounded || (asMap(this.node.get('schema'))?.entry('$ref') === undefined && this.schema !== undefined);
  }
  get schema(): Schema | undefined {
    if (this.isBounded) return schemaView(this.node, this.scope);
    const content = asMap(this.node.get('content'))?.entries[0]?.value;
    return schemaView(this.node.get('schema') ?? asMap(content)?.get('schema'), this.scope);
  }

  /** In 2.0 the keywords stand in the parameter itself. */
  private get isBounded(): boolean {
    return this.in !== 'body' && textAt(this.scope.world.rootNode, 'swagger') !== undefined;
  }
}
