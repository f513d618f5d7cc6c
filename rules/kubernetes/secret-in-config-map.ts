import { defineRule } from '#engine';
import {
  configDataOf,
  type DataEntry,
  isIssuedKey,
  isPlaceholder,
  type SecretKind,
  secretIn,
} from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/secret-in-config-map',
  guide: 'security/external-configuration',
  summary: 'Reports secrets that stand in a ConfigMap.',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  messages: {
    name: 'ConfigMap "{map}" holds the secret "{key}": everybody who may look at the configuration has it.',
    connection:
      'The connection in "{key}" of ConfigMap "{map}" holds a password: everybody who may look at it can connect.',
    key: 'ConfigMap "{map}" holds a key in "{key}": everybody who may look at the configuration can use it.',
  },
  alsoKnownAs: ['kubescape/C-0012', 'trivy/KSV-0109'],

  check(document, context) {
    context.each(document.objects, object => {
      const data = configDataOf(object);
      if (data?.type !== 'configMap') return;
      for (const entry of data.entries) {
        const message = kindOf(entry);
        const about = { map: object.name ?? '(templated)', key: entry.key.text };
        if (message) context.report({ at: entry.key, message, data: about });
      }
    });
  },
});

function kindOf({ key, text }: DataEntry): SecretKind | undefined {
  if (text === undefined || isPlaceholder(text)) return undefined;
  return isIssuedKey(text) ? 'key' : secretIn(key.text, text);
}
