import { defineRule, type Fix } from '#engine';
import { isPatch, type StorageClass, storageClassOf, textField } from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/unencrypted-storage',
  guide: 'security/encryption',
  summary: 'Reports storage classes whose volumes are not encrypted.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  messages: {
    missing:
      'Volumes of storage class "{name}" are encrypted only where the account or driver does so by default: a snapshot that leaks is readable.',
    off: '"{parameter}: {value}" leaves the volumes of storage class "{name}" unencrypted: whoever gets a disk or snapshot reads it.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: ['trivy/AVD-AWS-0026'],

  check(document, context) {
    if (isPatch(document, context.workspace.facts('kubernetes'))) return;
    context.each(document.objects, object => {
      const storage = object.partial ? undefined : storageClassOf(object);
      const provisioner = storage?.provisioner?.value;
      const driver = DRIVERS.find(([pattern]) => provisioner !== undefined && pattern.test(provisioner));
      if (!storage || !driver || !object.nameNode) return;
      const [, parameter, needsNoKey] = driver;
      const written = textField(storage.parameters, parameter);
      const name = object.name ?? '(templated)';
      if (written) {
        // The drivers compare with the text `true`, in any case.
        if (written.value === undefined || written.value.toLowerCase() === 'true') return;
        const edit = needsNoKey ? treeEdits(document.tree).setScalar(written.node, 'true') : undefined;
        context.report({
          at: written,
          message: 'off',
          data: { parameter, value: written.text, name },
          fixes: [edit && { title: 'Encrypt the volumes', safety: 'safe', edits: [edit] }],
        });
      } else if (!storage.parameters?.open && !object.node.open)
        context.report({
          at: object.nameNode,
          message: 'missing',
          data: { name },
          fixes: [needsNoKey ? encrypted(document.tree, storage, parameter) : undefined],
        });
    });
  },
});

/** Drivers, the parameter that switches encryption on, and whether that is all that they need. Google and Azure always encrypt. */
const DRIVERS: readonly (readonly [RegExp, string, boolean])[] = [
  [/^(ebs\.csi\.aws\.com|kubernetes\.io\/aws-ebs|ebs\.csi\.eks\.amazonaws\.com)$/, 'encrypted', true],
  [/^driver\.longhorn\.io$/, 'encrypted', false],
  [/(^|\.)rbd\.csi\.ceph\.com$/, 'encrypted', false],
  [/^(pxd\.portworx\.com|kubernetes\.io\/portworx-volume)$/, 'secure', false],
];

function encrypted(tree: Tree, { object, parameters }: StorageClass, parameter: string): Fix | undefined {
  const edits = treeEdits(tree);
  const provisioner = object.node.entry('provisioner');
  const edit = parameters
    ? edits.addEntry(parameters, parameter, 'true')
    : edits.addEntry(object.node, 'parameters', { [parameter]: 'true' }, provisioner);
  return edit && { title: 'Encrypt the volumes', safety: 'safe', edits: [edit] };
}
