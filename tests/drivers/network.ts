/** Which drivers reach a server over the network by themselves? What is said of a URL, of TLS and of a broken connection is said of each. */
export const NETWORK = ['pg', 'postgres'];
