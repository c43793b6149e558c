/**
 * The live page of the admin port: the flow through this process's roles, the last dead letters, and a tail. It costs nothing
 * while nobody looks: what reads Kafka for it starts with the first viewer and stops after the last, and reads once for all.
 *
 * <p>Imports {@code tail}, {@code letters}, {@code admin}, {@code retention} and {@code kafka}, and of the modules {@code parsers} and {@code
 * records}. Begin with {@code LivePage}; the page itself is in the resources, in {@code live/}.
 */
package com.jisu.logs.app.live;
