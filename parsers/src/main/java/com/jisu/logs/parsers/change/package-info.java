/**
 * Steps that change fields: rename, set, convert, redact and their kind.
 *
 * <p>Imports {@code steps} and {@code tree}. Begin with {@code ChangeSteps}, the table of them.
 */
package com.jisu.logs.parsers.change;
