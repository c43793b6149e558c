package com.jisu.logs.parsers;

/**
 * What a container engine says of the line in an event: Docker's json-file driver, or containerd and CRI-O (Kubernetes'
 * CRI format). They cut long lines, Docker at 16 KiB.
 *
 * @param source which stream of which container it comes from
 * @param cut whether the line goes on in its source's next event. Nothing tells the last part of a cut line from a line
 *     that is whole, but what came before it
 * @param textBytes bytes of the text in it, UTF-8
 */
public record ContainerLine(LineSource source, boolean cut, int textBytes) {}
