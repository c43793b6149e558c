/**
 * Lines of {@code fields.logtype: docker}: what Docker's and Kubernetes' container engines write around a line, and
 * the putting together of lines that they cut.
 *
 * <p>Imports {@code document} and what that may import, and {@code application} and {@code nginx}, whose lines
 * containers write. Begin with {@code DockerParser}; for cut lines with {@code CutLines}.
 */
package com.jisu.logs.parsers.container;
