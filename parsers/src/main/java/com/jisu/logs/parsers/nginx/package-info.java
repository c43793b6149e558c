/**
 * Lines of web servers, which {@code fields.logtype: nginx} has: access logs, in JSON too, and error logs.
 *
 * <p>Imports {@code document} and what that may import, {@code geoip} and {@code useragent}; no other type of log.
 * Begin with {@code NginxParser}; {@code AccessLine} finds the parts of an access line, {@code AccessField} lists its fields,
 * which {@code AccessRules} and {@code AccessTemplate} both write, and {@code AccessKey} is the table of the keys of those
 * in JSON.
 */
package com.jisu.logs.parsers.nginx;
