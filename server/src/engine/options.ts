/**
 * Options of rules: one description each yields the TypeScript type, the JSON schema, the validator and the docs table.
 */
export interface IntegerOption {
  readonly type: 'integer';
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly description: string;
}

export interface BooleanOption {
  readonly type: 'boolean';
  readonly default: boolean;
  readonly description: string;
}

export interface ChoiceOption<C extends string = string> {
  readonly type: 'choice';
  readonly default: C;
  readonly choices: readonly C[];
  readonly description: string;
}

export interface StringsOption {
  readonly type: 'strings';
  readonly default: readonly string[];
  readonly description: string;
}

export type Option = IntegerOption | BooleanOption | ChoiceOption | StringsOption;
export type OptionShape = Readonly<Record<string, Option>>;

export type Values<O extends OptionShape> = {
  readonly [Name in keyof O]: O[Name] extends IntegerOption
    ? number
    : O[Name] extends BooleanOption
      ? boolean
      : O[Name] extends ChoiceOption<infer C>
        ? C
        : O[Name] extends StringsOption
          ? readonly string[]
          : never;
};

export type OptionValue = number | boolean | string | readonly string[];

/** Builders; every description is one sentence. */
export const option = {
  integer: (from: Omit<IntegerOption, 'type'>): IntegerOption => ({ type: 'integer', ...from }),
  boolean: (from: Omit<BooleanOption, 'type'>): BooleanOption => ({ type: 'boolean', ...from }),
  choice: <const C extends string>(from: Omit<ChoiceOption<C>, 'type'>): ChoiceOption<C> => ({
    type: 'choice',
    ...from,
  }),
  strings: (from: Omit<StringsOption, 'type'>): StringsOption => ({ type: 'strings', ...from }),
};

/** What is wrong with a value for an option; undefined where it fits. */
export function misfit(option: Option, value: unknown): string | undefined {
  switch (option.type) {
    case 'integer':
      return Number.isInteger(value) && (value as number) >= option.minimum && (value as number) <= option.maximum
        ? undefined
        : `a whole number from ${option.minimum} to ${option.maximum}`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'true or false';
    case 'choice':
      return option.choices.includes(value as string) ? undefined : `one of ${option.choices.join(', ')}`;
    case 'strings':
      return Array.isArray(value) && value.every(one => typeof one === 'string') ? undefined : 'a list of strings';
  }
}

export function defaultsOf(shape: OptionShape | undefined): Record<string, OptionValue> {
  return Object.fromEntries(Object.entries(shape ?? {}).map(([name, one]) => [name, one.default]));
}

/** The JSON schema of one option. */
export function schemaOf(option: Option): object {
  const { description } = option;
  switch (option.type) {
    case 'integer':
      return {
        type: 'integer',
        minimum: option.minimum,
        maximum: option.maximum,
        default: option.default,
        description,
      };
    case 'boolean':
      return { type: 'boolean', default: option.default, description };
    case 'choice':
      return { enum: option.choices, default: option.default, description };
    case 'strings':
      return { type: 'array', items: { type: 'string' }, default: option.default, description };
  }
}
