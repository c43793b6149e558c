/**
 * Lines of web servers, which {@code fields.logtype: nginx} has: access logs, in JSON too, and error logs.
 *
 * <p>Imports {@code document}, {@code geoip}, {@code useragent}, {@code time}, {@code json} and {@code api}; no other type of
 * log. Begin with {@code NginxParser}; {@code AccessLine} finds the parts of an access line, {@code AccessField} lists its
 * fields, which {@code AccessRules} and {@code AccessTemplate} both write, and {@code AccessKey} is the table of the keys of
 * those in JSON.
 */
package com.jisu.logs.parsers.nginx;
