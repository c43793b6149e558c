/**
 * The steps that rules of one's own are made of, and the table of their names and options.
 *
 * <p>Imports {@code tree}, {@code json}, {@code geoip}, {@code useragent} and {@code document}. Begin with {@code Step}, then
 * {@code StepTypes}.
 */
package com.jisu.logs.parsers.steps;
