import { edit, type TextEdit } from '#text';
import type { PrismaDocument } from './model.ts';
import { addSetting } from './settings.ts';

/** The preview features that the generators of a file switch on. */
export function previewFeaturesOf({ generators }: PrismaDocument): readonly string[] {
  return generators.flatMap(({ properties }) =>
    properties
      .filter(one => one.name.text === 'previewFeatures')
      .flatMap(({ value }) => (value?.kind === 'list' ? value.items : []))
      .flatMap(item => (item.kind === 'string' ? item.text : [])),
  );
}

/**
 * Adds a preview feature to the file's generator of a client. Undefined where it has none, or where that one is not written
 * a line a setting.
 */
export function addPreviewFeature(document: PrismaDocument, feature: string): readonly TextEdit[] | undefined {
  const generator = document.generators.find(one => /^prisma-client(?:-js)?$/.test(one.string('provider') ?? ''));
  if (!generator?.closingBrace) return undefined;
  const existing = generator.property('previewFeatures');
  if (!existing)
    return addSetting(document, generator, generator.properties.at(-1), 'previewFeatures', `["${feature}"]`);
  const list = existing.value;
  if (list?.kind !== 'list' || existing.broken) return undefined;
  const last = list.items.at(-1);
  return [last ? edit.insert(last.span.end, `, "${feature}"`) : edit.insert(list.span.start + 1, `"${feature}"`)];
}
