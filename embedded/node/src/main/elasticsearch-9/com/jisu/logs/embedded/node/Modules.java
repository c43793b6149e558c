package com.jisu.logs.embedded.node;

import java.util.Map;
import org.elasticsearch.env.Environment;
import org.elasticsearch.plugins.PluginsLoader;

/** What Elasticsearch 9 loads its modules by, which is otherwise in other major versions. */
final class Modules {

    private Modules() {}

    static PluginsLoader of(Environment environment) {
        return PluginsLoader.createPluginsLoader(
                PluginsLoader.loadModulesBundles(environment.modulesDir(), false),
                PluginsLoader.loadPluginsBundles(environment.pluginsDir(), false),
                Map.of(),
                false);
    }
}
