/**
 * Logstash's configuration language: files to a tree of sections, plug-ins, branches and conditions, each with its place.
 *
 * <p>Imports nothing of the program. Begin with {@code ConfigurationFiles}, then {@code ConfigurationReader}.
 */
package com.jisu.logs.app.logstash;
