import type { CreateRoutine, QualifiedName, SqlDocument } from '../model.ts';

/**
 * SECURITY DEFINER routines that are left, at the end of a file, with the search path of their caller. Overloads are not
 * told apart: what a later statement says of a name holds for all of them.
 */
export function definersWithoutSearchPath(document: SqlDocument): readonly CreateRoutine[] {
  const routines = document.statementsOf('createFunction', 'createProcedure', 'alterOther', 'dropOther');
  return routines.flatMap((one, index): CreateRoutine[] => {
    if (one.type === 'alterOther' || one.type === 'dropOther') return [];
    const { name, securityDefiner, searchPath, templated, broken, body, asKeyword } = one;
    if (!name || !securityDefiner || searchPath || templated || broken) return [];
    // The names in BEGIN ATOMIC and RETURN are bound when the routine is made.
    if (body && !asKeyword) return [];
    const settled = routines.slice(index + 1).some(later => {
      if (later.type === 'dropOther') return later.names.some(dropped => isSame(dropped, name));
      if (!later.name || !isSame(later.name, name)) return false;
      return later.type === 'alterOther' ? later.searchPath !== undefined : later.orReplace !== undefined;
    });
    return settled ? [] : [one];
  });
}

function isSame(a: QualifiedName, b: QualifiedName): boolean {
  return a.name.text === b.name.text && (a.schema?.text ?? 'public') === (b.schema?.text ?? 'public');
}
