/**
 * Steps that change fields: rename, set, convert, redact and their kind.
 *
 * <p>Imports {@code steps}, {@code tree}, {@code json} and {@code geoip}. Begin with {@code ChangeSteps}, the table of them.
 */
package com.jisu.logs.parsers.change;
