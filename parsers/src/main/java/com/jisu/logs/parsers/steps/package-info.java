/**
 * The steps that rules of one's own are made of, and the table of their names and options.
 *
 * <p>Imports {@code tree}, {@code regex}, {@code geoip}, {@code useragent} and {@code api}. Begin with {@code Step} and {@code StepType}.
 */
package com.jisu.logs.parsers.steps;
