/**
 * The short way: documents of events that are written like others before them, without taking them apart.
 *
 * <p>May import every wing below it, and none of them imports it: it must give what the rules give, to the byte. Begin with
 * {@code TemplateParser}, then {@code TrieReader} (how an event is recognized) and {@code TemplateMaker} (how a template is
 * made).
 */
package com.jisu.logs.parsers.template;
