"""Everything that depends on Jupyter's libraries; no other package of this project imports them.

The table says what is used of each, since which version, and what breaks when it goes. The bounds in pyproject.toml
follow from it; ``make test-lowest`` and ``make test-latest`` try them. "Warm kernels": standard ones take their place,
with one sentence to the person (fallback.py). "Builds": no report can be built.

=============== ========================================================== ============ ===============================
Library         Used                                                       Since        Without it
=============== ========================================================== ============ ===============================
ipykernel       **private** ``iostream.BackgroundSocket``,                 7.0          warm kernels
                ``IOPubThread.socket/session/io_loop/_pipe_flag``,
                ``OutStream._schedule_flush/_flush_pending``,
                ``_should_watch/_fid/_original_stdstream_fd``,
                ``_watch_pipe_fd/_buffer_lock``
ipykernel       ``inprocess.ipkernel.InProcessKernel``,                    7.0          warm kernels
                ``inprocess.socket.DummySocket``,
                ``zmqshell.ZMQInteractiveShell``;
                **private** ``_execute_sleep``, ``shell_channel_thread``,
                ``execute_request``, ``set_parent``, ``pre_handler_hook``,
                ``post_handler_hook``
ipykernel       one context for all cells of a standard kernel             7.1          English pages are Indonesian
                (variables of ``contextvars`` last)                                     with standard kernels
ipykernel       ``debugger`` imported ahead of the fork                    7.0          warm kernels
IPython         ``core.interactiveshell.InteractiveShell``: ``instance``,  9.0          warm kernels
                ``initialized``, ``clear_instance``, ``user_module``,
                ``user_ns``, ``history_manager``;
                ``core.inputtransformer2.TransformerManager``
jupyter_client  ``session.Session``, ``json_packer``, ``json_unpacker``    8.6          warm kernels
jupyter_client  ``manager.AsyncKernelManager``: ``transport``,             8.6          builds
                ``connection_file``, ``kernel_spec``, ``start_kernel``;
                ``kernelspec.KernelSpec``
ipykernel       ``kernelspec.get_kernel_dict``                             7.0          builds
traitlets       ``default``, ``config.Config``                             5.14         warm kernels
nbclient        ``exceptions``: ``CellTimeoutError``, ``DeadKernelError``  0.10.2       builds
nbclient        ``exceptions``: ``CellExecutionComplete``,                 0.10.2       warm kernels
                ``CellExecutionError``; **private**
                ``NotebookClient._get_timeout``, ``process_message``,
                ``output``, ``set_widgets_metadata``,
                ``clear_before_next_output``, ``output_hook_stack``,
                ``comm_objects``, ``widget_state``, ``widget_buffers``,
                ``_display_id_map``, ``code_cells_executed``
papermill       ``execute_notebook``, ``inspect_notebook``,                2.7          builds
                ``exceptions.PapermillExecutionError``
papermill       entry points "papermill.engine", loaded on import;         2.7          ``papermill --engine umkm``
                engines have ``execute_notebook``, ``nb_kernel_name``,
                ``nb_language``
papermill       **private** ``clientwrap.PapermillNotebookClient``,        2.7          warm kernels
                ``engines.Engine`` and its notebook manager (``nb_man``),
                ``execute.raise_for_execution_errors``,
                ``execute.remove_error_markers``,
                ``iorw.load_notebook_node``,
                ``parameterize.parameterize_notebook``, ``utils.chdir``
nbconvert       ``HTMLExporter``: ``template``, ``environment``,           7.17         builds
                ``register_filter``; **private** ``_init_resources``
nbconvert       ``filters.markdown_mistune``: ``MarkdownWithMath``,        7.17         builds
                ``IPythonRenderer`` and the parts it writes
nbformat        ``NotebookNode``, ``read``, ``write``, ``from_dict``,      5.10         builds
                ``v4``
=============== ========================================================== ============ ===============================

The names of optional dependencies that are not loaded stand in optional_dependencies.py; if a library comes to need
one, import_blocker.py loads it after all.
"""
