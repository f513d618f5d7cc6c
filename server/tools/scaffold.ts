const SAMPLES: Record<
  string,
  { readonly fence: string; readonly loop: string; readonly language: string; readonly code: string }
> = {
  sql: { fence: 'sql', language: 'sql', loop: 'document.statements', code: 'SELECT 1;' },
  prisma: { fence: 'prisma', language: 'prisma', loop: 'document.models', code: 'model User {\n  id Int @id\n}' },
  openapi: {
    fence: 'yaml',
    language: 'openapi',
    loop: 'document.operations',
    code: 'openapi: 3.1.0\ninfo: { title: Shop, version: 1.0.0 }\npaths: {}',
  },
  kubernetes: {
    fence: 'yaml',
    language: 'kubernetes',
    loop: 'document.objects',
    code: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: shop\ndata: {}',
  },
};

/** The two files of a new rule, by path. A test holds them to what the harness expects. */
export function scaffold(id: string): Readonly<Record<string, string>> {
  const kind = id.slice(0, id.indexOf('/'));
  const sample = SAMPLES[kind] ?? SAMPLES['kubernetes']!;
  const workspace = kind === 'workspace';
  return {
    [`rules/${id}.ts`]: `import { defineRule } from '#engine';

export default defineRule({
  id: '${id}',
${workspace ? "  kind: 'kubernetes',\n  reads: ['openapi'],\n" : ''}  // The one statement of rules/guide.ts that it serves.
  guide: 'section/slug',
  summary: 'Reports …',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    // What is wrong, naming the thing, and what it does to whom.
    deviates: '"{name}" … .',
  },
  check(document, { each, report }) {
    each(${sample.loop}, item => {
      // Report at the smallest thing that you could point at with a finger.
      report({ at: item, message: 'deviates', data: { name: '' } });
    });
  },
});
`,
    [`rules/${id}.md`]: `<!-- generated: header -->
<!-- /generated -->

## Why

What happens in production, to whom.

## Bad

\`\`\`${sample.fence} bad
${sample.code}
^ The message, exactly as reported.
\`\`\`

## Not reported

### One heading for each exemption

\`\`\`${sample.fence} good
${sample.code}
\`\`\`
`,
  };
}
