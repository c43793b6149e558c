/**
 * What is shown of dead letters where there are rules of one's own: not what those take out of events.
 *
 * <p>Imports {@code settings} and {@code config}, and of the modules {@code parsers}, {@code parsers.api}, {@code records} and {@code
 * streams}. Begin with {@code LetterText}.
 */
package com.jisu.logs.app.letters;
