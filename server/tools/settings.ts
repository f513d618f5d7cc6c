/** The extension's settings: how to run and show, never what is found. Written into package.json by `npm run generate`. */
export const settings = {
  'plumbline.run': {
    type: 'string',
    enum: ['onType', 'onSave', 'manual'],
    enumDescriptions: ['While you type.', 'When a file is saved.', 'Only by the commands.'],
    default: 'onType',
    scope: 'window',
    markdownDescription:
      'When files are checked. Rules and severities are set in `.plumbline.jsonc`, so that the editor and CI agree.',
  },
  'plumbline.trace.server': {
    type: 'string',
    enum: ['off', 'messages', 'verbose'],
    default: 'off',
    scope: 'window',
    markdownDescription: 'What of the conversation with the language server is written into the output channel.',
  },
} as const;
