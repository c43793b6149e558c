package com.jisu.logs.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The program of a process that starts a node, prints the node's process id and port, and waits to be killed. */
final class NodeParent {

    private NodeParent() {}

    public static void main(String[] args) throws InterruptedException {
        EmbeddedNode node = EmbeddedNode.start(NodeKind.valueOf(args[0]), Path.of(args[1]), 0);
        System.out.println(node.pid() + " " + node.port());
        new CountDownLatch(1).await();
    }
}
