package com.jisu.logs.embedded.opensearch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.index.mapper.MapperExtrasPlugin;
import org.opensearch.ingest.common.IngestCommonPlugin;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/** A node of OpenSearch 2 with some of its modules; other major versions take them otherwise. */
final class NodeOfModules extends Node {

    NodeOfModules(Map<String, String> settings, Path config) {
        super(
                new Environment(settings(settings), config),
                List.of(
                        Netty4Plugin.class,
                        CommonAnalysisPlugin.class,
                        IngestCommonPlugin.class,
                        MapperExtrasPlugin.class),

                false);
    }

    private static Settings settings(Map<String, String> settings) {
        Settings.Builder builder = Settings.builder();
        settings.forEach(builder::put);
        return builder.build();
    }
}
