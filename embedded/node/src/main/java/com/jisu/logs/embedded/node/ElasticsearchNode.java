package com.jisu.logs.embedded.node;

import com.jisu.logs.embedded.child.ChildNode;
import com.jisu.logs.embedded.child.NodeProcess;
import com.jisu.logs.embedded.child.WarmUp;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.node.Node;

/** One Elasticsearch node. Its modules are in {@code modules/} of its home directory. */
public final class ElasticsearchNode implements ChildNode {

    private final Node node;

    private ElasticsearchNode(Map<String, String> settings, Path config) {
        Settings.Builder builder = Settings.builder();
        settings.forEach(builder::put);
        Environment environment = new Environment(builder.build(), config);
        node = new Node(environment, Modules.of(environment));
    }

    /** @param args as {@link NodeProcess#run} takes them; without a port, as {@link WarmUp#run} does */
    public static void main(String[] args) throws Exception {
        LogConfigurator.configureESLogging();
        if (args.length == 2) {
            WarmUp.run(args, ElasticsearchNode::new);
        } else {
            NodeProcess.run(args, ElasticsearchNode::new);
        }
    }

    @Override
    public void start() throws Exception {
        node.start();
    }

    @Override
    public int httpPort() {
        return node.injector()
                .getInstance(HttpServerTransport.class)
                .info()
                .getAddress()
                .publishAddress()
                .getPort();
    }

    @Override
    public void close(long seconds) throws Exception {
        node.prepareForClose();
        node.close();
        node.awaitClose(seconds, TimeUnit.SECONDS);
    }
}
