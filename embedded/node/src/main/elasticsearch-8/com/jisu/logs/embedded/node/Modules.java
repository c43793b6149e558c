package com.jisu.logs.embedded.node;

import java.util.Map;
import org.elasticsearch.env.Environment;
import org.elasticsearch.plugins.PluginsLoader;

/** What Elasticsearch 8 loads its modules by, which is otherwise in other major versions. */
final class Modules {

    private Modules() {}

    static PluginsLoader of(Environment environment) {
        return PluginsLoader.createPluginsLoader(
                PluginsLoader.loadModulesBundles(environment.modulesDir()),
                PluginsLoader.loadPluginsBundles(environment.pluginsDir()),
                Map.of(),
                false);
    }
}
