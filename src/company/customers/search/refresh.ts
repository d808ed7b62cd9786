/** Statement that writes the read model anew for the customers that a query gives. The query is the program's own text. */
export const refreshSearchOf = (query: string): string =>
  `select customer_search_refresh(array(select distinct id from (${query}) c(id)))`
