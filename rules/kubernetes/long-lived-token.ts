import { defineRule, type Fix } from '#engine';
import {
  accessTokenLifetime,
  allContainers,
  configDataOf,
  envOf,
  type KubernetesObject,
  writeDuration,
} from '#languages/kubernetes';
import { type ScalarNode, type Tree, treeEdits } from '#languages/yaml';
import { contains } from '#text';

export default defineRule({
  id: 'kubernetes/long-lived-token',
  guide: 'security/short-lived-tokens',
  summary: 'Reports lifetimes of access tokens above 15 minutes in variables and ConfigMaps.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    long: '"{name}" keeps access tokens good for {time}: a stolen one cannot be taken back in that time.',
  },

  check(document, context) {
    context.each(document.objects, object => {
      for (const { name, value, node } of settingsOf(object)) {
        const lifetime = accessTokenLifetime(name, value);
        if (!lifetime || lifetime.milliseconds <= LONGEST) continue;
        const time = writeDuration(lifetime.milliseconds);
        const fixes = [shorten(document.tree, node, lifetime.write(LONGEST))];
        context.report({ at: node, message: 'long', data: { name, time }, fixes });
      }
    });
  },
});

const LONGEST = 15 * 60_000;

interface Setting {
  readonly name: string;
  readonly value: string;
  readonly node: ScalarNode;
}

function settingsOf(object: KubernetesObject): readonly Setting[] {
  const variables = allContainers(object.podSpec()).flatMap(container =>
    envOf(container).flatMap(({ name, value }) =>
      name.value !== undefined && value?.value !== undefined && contains(container.span, value.span)
        ? { name: name.value, value: value.value, node: value.node }
        : [],
    ),
  );
  const data = configDataOf(object);
  const keys = (data?.type === 'configMap' ? data.entries : []).flatMap(({ key, text, node }) =>
    text !== undefined && node && node.text === text ? { name: key.text, value: text, node } : [],
  );
  return [...variables, ...keys];
}

function shorten(tree: Tree, node: ScalarNode, value: string | undefined): Fix | undefined {
  const edit = value === undefined ? undefined : treeEdits(tree).setScalar(node, value);
  return edit && { title: 'Set 15 minutes', safety: 'unsafe', edits: [edit] };
}
