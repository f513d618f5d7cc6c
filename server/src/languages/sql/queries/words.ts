const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Words that begin another clause: no expression runs over them. */
export const clauseWords = set(
  `FROM WHERE GROUP HAVING WINDOW ORDER LIMIT OFFSET FETCH FOR UNION INTERSECT EXCEPT INTO RETURNING ON USING SET
  VALUES WHEN THEN ELSE END LOOP JOIN INNER LEFT RIGHT FULL CROSS NATURAL STRAIGHT_JOIN ELSIF ELSEIF ;`,
);

/** Words between expressions that make them one: no column is called so without quotes. */
export const joiningWords = set(
  `AND OR NOT IS NULL LIKE ILIKE SIMILAR IN BETWEEN SYMMETRIC ASYMMETRIC DISTINCT ANY ALL SOME EXISTS ESCAPE COLLATE AT
  ISNULL NOTNULL OVERLAPS VARIADIC OPERATOR`,
);

/** ... those that PostgreSQL does not know. */
export const joiningElsewhere = set('REGEXP RLIKE GLOB MATCH DIV MOD XOR BINARY');

/** Words that no alias is without AS. */
export const noAlias = set(
  `AS AND OR NOT IS LIKE ILIKE IN BETWEEN ASC DESC NULLS OVER FILTER WITHIN TABLESAMPLE FORCE USE IGNORE WITH DO DEFAULT
  COLLATE PLACING UNION`,
);

/** Calls without parentheses. */
export const niladic = set(
  `CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP LOCALTIME LOCALTIMESTAMP CURRENT_USER SESSION_USER CURRENT_ROLE
  CURRENT_SCHEMA CURRENT_CATALOG`,
);

/** Operators that make one operand of two; every other one compares. */
export const arithmetic = set('+ - * / % ^ || :: -> ->> #> #>> #- & | # << >> @ |/ ||/');

export const queryStart = set('SELECT WITH VALUES TABLE PERFORM');
