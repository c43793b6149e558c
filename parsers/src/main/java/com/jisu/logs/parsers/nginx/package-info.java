/**
 * Lines of {@code fields.logtype: nginx}: the access log and the error log.
 *
 * <p>Imports {@code document} and what that may import, {@code geoip} and {@code useragent}; no other type of log.
 * Begin with {@code NginxParser}; {@code AccessLine} finds the parts of an access line, {@code AccessField} lists its fields,
 * and {@code AccessRules} and {@code AccessTemplate} both write them.
 */
package com.jisu.logs.parsers.nginx;
