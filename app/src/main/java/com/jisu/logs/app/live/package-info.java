/**
 * The live page of the admin port: the flow through this process's roles, the last dead letters, and a tail.
 *
 * <p>It costs nothing while nobody looks: what reads Kafka for it starts with the first viewer and stops after the last.
 * However many look, Kafka is read once.
 */
package com.jisu.logs.app.live;
