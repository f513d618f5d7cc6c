const WORDS = 'old|deprecated|obsolete|unused|retired|bak|backup|del';
const RETIRED = new RegExp(`(?:^|_)(?:${WORDS})(?:_\\d+)?$|[a-z](?:Old|Deprecated|Unused|Backup)$`);

/** Whether a name says that the thing is out of use: `orders_old`, `totalDeprecated`. */
export function isRetired(name: string): boolean {
  return RETIRED.test(name) || RETIRED.test(name.toLowerCase());
}
