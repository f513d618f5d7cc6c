import { contains, lineBreakOf, type Span, type TextEdit } from '#text';
import type { Comment, DeclaredIgnore, IgnoreSyntax } from '../contract.ts';
import { asMap, asScalar, type Entry, type MapNode, type ScalarNode, treeEdits } from '../yaml/index.ts';
import type { KubernetesDocument, KubernetesObject } from './model.ts';
import { scopeBelow } from './scope.ts';

const ANNOTATION = 'plumbline.dev/ignore';

/** Comments in YAML; in JSON, and wherever a comment has no place, the annotation. */
export const kubernetesIgnores: IgnoreSyntax<KubernetesDocument> = {
  scopeAfter: (document, comment: Comment) => scopeBelow(document.tree, comment),
  headerEnd: document => document.tree.documents.find(one => one.root)?.root?.span.start ?? document.text.length,
  declared: document =>
    document.text.includes(ANNOTATION) ? document.objects.flatMap(object => declaredBy(document, object)) : [],
  writeHere: (document, at, rule, reason) => {
    const comment =
      document.tree.format === 'yaml'
        ? treeEdits(document.tree).addCommentAbove(at, `plumbline-ignore ${rule}: ${reason}`)
        : undefined;
    return comment ?? annotate(document, at, rule, reason);
  },
  writeInFile: (document, rule, reason) => {
    if (document.tree.format === 'json') return undefined;
    const start = document.text.startsWith('\ufeff') ? 1 : 0;
    const text = `# plumbline-ignore-file ${rule}: ${reason}${lineBreakOf(document.text)}`;
    return { span: { start, end: start }, text };
  },
};

interface Annotation {
  readonly annotations: MapNode;
  readonly entry: Entry;
  readonly value: ScalarNode;
}

function annotationOf(object: KubernetesObject): Annotation | undefined {
  const annotations = asMap(asMap(object.node.get('metadata'))?.get('annotations'));
  const entry = annotations?.entry(ANNOTATION);
  const value = asScalar(entry?.value);
  return annotations && entry && value ? { annotations, entry, value } : undefined;
}

function annotate(document: KubernetesDocument, at: Span, rule: string, reason: string): TextEdit | undefined {
  const object = document.objects.find(one => contains(one.span, at));
  if (!object) return undefined;
  const edits = treeEdits(document.tree);
  const line = `${rule}: ${reason}`;
  const present = annotationOf(object);
  if (present) return edits.setScalar(present.value, `${present.value.text.trimEnd()}\n${line}`);
  const metadata = asMap(object.node.get('metadata'));
  if (!metadata) return edits.addEntry(object.node, 'metadata', { annotations: { [ANNOTATION]: line } });
  const annotations = asMap(metadata.get('annotations'));
  if (annotations) return edits.addEntry(annotations, ANNOTATION, line);
  return edits.addEntry(metadata, 'annotations', { [ANNOTATION]: line });
}

/** One rule a line: `<rule>: <reason>`. */
function declaredBy(document: KubernetesDocument, object: KubernetesObject): DeclaredIgnore[] {
  const annotation = annotationOf(object);
  if (!annotation) return [];
  const lines = annotation.value.text.split('\n').filter(line => line.trim() !== '');
  let from = annotation.value.span.start;
  return lines.flatMap(line => {
    const [rule = '', ...rest] = line.split(':');
    const name = rule.trim();
    const start = document.text.indexOf(name, from);
    if (name === '' || start < 0 || start > annotation.value.span.end) return [];
    from = start + name.length;
    const removal = removalOf(document, annotation, lines, line);
    if (!removal) return [];
    const ruleSpan = { start, end: from };
    return [{ rule: name, ruleSpan, reason: rest.join(':').trim(), scope: object.span, removal }];
  });
}

function removalOf(
  document: KubernetesDocument,
  { annotations, entry, value }: Annotation,
  lines: readonly string[],
  line: string,
): TextEdit | undefined {
  const edits = treeEdits(document.tree);
  if (lines.length === 1) return edits.removeEntry(annotations, entry);
  return edits.setScalar(value, lines.filter(one => one !== line).join('\n'));
}
