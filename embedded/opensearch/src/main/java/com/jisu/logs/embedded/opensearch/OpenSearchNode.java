package com.jisu.logs.embedded.opensearch;

import com.jisu.logs.embedded.child.ChildNode;
import com.jisu.logs.embedded.child.NodeProcess;
import com.jisu.logs.embedded.child.WarmUp;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.Node;

/** One OpenSearch node. Its modules are on its class path, with the server. */
public final class OpenSearchNode implements ChildNode {

    private final Node node;

    private OpenSearchNode(Map<String, String> settings, Path config) {
        node = new NodeOfModules(settings, config);
    }

    /** @param args as {@link NodeProcess#run} takes them; without a port, as {@link WarmUp#run} does */
    public static void main(String[] args) throws Exception {
        if (args.length == 2) {
            WarmUp.run(args, OpenSearchNode::new);
        } else {
            NodeProcess.run(args, OpenSearchNode::new);
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
        node.close();
        node.awaitClose(seconds, TimeUnit.SECONDS);
    }
}
