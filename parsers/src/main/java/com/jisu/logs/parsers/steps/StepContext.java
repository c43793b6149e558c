package com.jisu.logs.parsers.steps;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.useragent.UserAgents;
import java.nio.file.Path;
import java.util.Map;

/**
 * What steps are made with, beside their options.
 *
 * @param schema which names the fields have
 * @param patterns grok patterns of the rules' own, by name
 * @param folder that of the rules' file: paths in it are meant from there
 * @param watch ends regular expressions that take too long
 */
public record StepContext(
        Schema schema,
        Map<String, String> patterns,
        GeoIp geoIp,
        UserAgents userAgents,
        Path folder,
        RegexWatch watch) {}
