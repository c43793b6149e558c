/**
 * The process of an embedded search node, whatever kind of node it is: how long it lives, how it ends, what settings it has.
 *
 * <p>Imports nothing of the product, and nothing but the JDK: these classes are on the class path of each kind of node. Begin
 * with {@code NodeProcess}.
 */
package com.jisu.logs.embedded.child;
