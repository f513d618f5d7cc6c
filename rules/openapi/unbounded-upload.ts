import { defineRule } from '#engine';
import { absentFrom, placesOf, uploadOf } from '#languages/openapi';

export default defineRule({
  id: 'openapi/unbounded-upload',
  guide: 'security/input-validation',
  summary: 'Reports uploads of files that may have any size.',
  severity: 'info',
  recommended: false,
  fixable: 'no',
  messages: {
    unbounded: '"{name}" takes files of any size: no maxLength and no 413, so one upload fills the memory or the disk.',
    everywhere:
      '{count} of {total} uploads take files of any size: no maxLength and no 413, so one upload fills the memory or the disk.',
  },
  check(document, { report, each }) {
    const operations = document.complete ? document.api.operations : [];
    const uploads = operations.flatMap(one => uploadOf(one) ?? []);
    const { lacking, everywhere, single } = absentFrom(document, uploads, one => !one.isBounded);
    each(single, ({ at, name }) => report({ at, message: 'unbounded', data: { name } }));
    if (everywhere)
      report({
        ...everywhere,
        message: 'everywhere',
        related: placesOf(lacking, ({ name }) => `"${name}" takes files of any size`),
      });
  },
});
