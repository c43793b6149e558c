package com.jisu.logs.embedded.opensearch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.analysis.common.CommonAnalysisModulePlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.index.mapper.MapperExtrasModulePlugin;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.transport.Netty4ModulePlugin;

/** A node of OpenSearch 3 with some of its modules; other major versions take them otherwise. */
final class NodeOfModules extends Node {

    NodeOfModules(Map<String, String> settings, Path config) {
        super(
                new Environment(settings(settings), config),
                List.of(
                        module(Netty4ModulePlugin.class),
                        module(CommonAnalysisModulePlugin.class),
                        module(MapperExtrasModulePlugin.class)),
                false);
    }

    private static PluginInfo module(Class<? extends Plugin> type) {
        return new PluginInfo(
                type.getName(),
                "a module of the distribution",
                Version.CURRENT.toString(),
                Version.CURRENT,
                Integer.toString(Runtime.version().feature()),
                type.getName(),
                null,
                List.of(),
                false);
    }

    private static Settings settings(Map<String, String> settings) {
        Settings.Builder builder = Settings.builder();
        settings.forEach(builder::put);
        return builder.build();
    }
}
