import { defineRule } from '#engine';
import { configDataOf, type DataEntry, isPlaceholder, isReadable, mayBeSecret } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/secret-committed',
  guide: 'security/external-configuration',
  summary: 'Reports Secrets whose values stand in the repository.',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  messages: {
    committed:
      'Secret "{secret}" stands in the repository with "{key}": whoever reads the repository has it, for ever.',
    several:
      'Secret "{secret}" stands in the repository with "{key}" and {more} more: whoever reads it has them, for ever.',
  },
  alsoKnownAs: ['kubescape/C-0012'],

  check(document, context) {
    context.each(document.objects, object => {
      const data = configDataOf(object);
      if (data?.type !== 'secret' || !isReadable(data)) return;
      const written = data.entries.filter(isWritten);
      const [first] = written;
      if (!first) return;
      const about = { secret: object.name ?? '(templated)', key: first.key.text };
      const more = written.length - 1;
      if (more === 0) context.report({ at: first.key, message: 'committed', data: about });
      else context.report({ at: first.key, message: 'several', data: { ...about, more } });
    });
  },
});

function isWritten({ key, text }: DataEntry): boolean {
  return text !== undefined && !isPlaceholder(text) && mayBeSecret(key.text, text);
}
